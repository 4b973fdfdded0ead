"""The yearly report for readers outside the staff: a PDF and a workbook that are the same whenever they are made."""
