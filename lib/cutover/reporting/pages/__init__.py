"""An executed notebook as the page that people open or print."""
