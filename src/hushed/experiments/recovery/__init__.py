"""Does speech come back? An instrument abolished in the middle of a run, and a parameter moved up and down again."""
