"""Files of people and systems as grids and tables of text: zips, CSV, Excel, HTML, printed reports."""
