"""Colours of the graph."""

NF_AMBER = "#ffcf70"
NF_TEAL = "#7fd1c7"
