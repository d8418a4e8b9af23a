"""Work orders of a hotline, from the cells of a spreadsheet to what is registered; pure.

`columns` knows what offices call their columns, `values` reads dates, numbers and words as they
write them, `orders` makes a work order of a row, or says what is wrong in which column.
"""
