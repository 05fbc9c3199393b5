"""What does staying cost, what does leaving cost, and from which month is leaving cheaper?"""
