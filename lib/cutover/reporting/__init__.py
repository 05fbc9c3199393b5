"""From a Result to pages and workbooks; knows no fee rule and no file format of a client."""
