"""What tests arrange with: recorded programs, targets, goldens."""
