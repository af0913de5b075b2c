"""What acts on a society: the regime's instruments, people's reactions, schedules and safeguards."""
