"""XLSX workbooks: the form of a self-assessment, tables that others keep, and results.

Reading needs nothing but this package: cells are read by its extension module, and what they mean is decided by the
library, as with every other file. Writing needs XlsxWriter (`pip install "spbe[excel]"`).
"""
