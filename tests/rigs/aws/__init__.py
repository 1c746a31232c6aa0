"""An account of AWS as moto emulates it, which a stack's own program is run against.

`emulated.py` answers the program; one module for each service says how a type is created through boto3 and what the
emulator then holds of it, in the plan's own words.
"""
