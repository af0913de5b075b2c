"""What a report says of each kind of result: a module for each."""
