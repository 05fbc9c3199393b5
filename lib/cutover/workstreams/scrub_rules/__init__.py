"""Which edits would have prevented the denials?"""
