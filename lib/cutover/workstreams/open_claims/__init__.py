"""Open claims handed over: what becomes of every dollar that is open at the cutover?"""
