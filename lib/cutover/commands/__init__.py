"""One module per subcommand of `cutover`."""
