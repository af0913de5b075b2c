"""Attribution: how much of what a regime does to a society each of its instruments is answerable for."""
