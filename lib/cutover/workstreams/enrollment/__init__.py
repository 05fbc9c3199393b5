"""With which payers must the practice enroll anew, where does each enrollment stand, and when can it move?"""
