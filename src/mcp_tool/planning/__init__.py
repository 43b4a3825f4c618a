"""What a plan is checked against and completed with: names, places, defaults, cursors."""
