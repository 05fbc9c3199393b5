"""Charts as inline SVG: bars, lines, lights and phases of time, each drawn from a frame."""
