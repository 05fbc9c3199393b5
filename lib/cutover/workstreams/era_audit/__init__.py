"""If the Office Ally account closes tomorrow, is every remittance on disk, readable, and does its money add up?"""
