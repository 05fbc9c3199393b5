"""In which order do the practices move, on which days, and what does the plan cost and gain?"""
