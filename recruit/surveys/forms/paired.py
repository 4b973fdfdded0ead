"""The eight questions that a hire and the company answer about the same thing, under the same names.

Both sides answer on the scale `agree` (1 to 5, 5 is good), so that the gap is a difference of two numbers. The hire is asked
all eight from month 3 to month 36; month 1 asks four of them, week 1 two, and whoever leaves is asked one.
"""

# In the order in which both forms ask them; what each is about stands in the hire's form beside the name.
PAIRED = (
    "q_astold",  # the duties are as promised
    "p_overtime",  # overtime stays within what was said
    "q_useskill",  # what was studied is used
    "q_japanese",  # the Japanese used at work is understood
    "p_langhelp",  # somebody helps with the language
    "q_talkto",  # there is somebody to turn to
    "q_safe",  # safe on site
    "p_nextwork",  # it is clear which work comes next
)

# The list of choices that every paired question uses, and its values.
PAIRED_LIST = "agree"
PAIRED_VALUES = ("1", "2", "3", "4", "5")
