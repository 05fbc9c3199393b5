"""May this practice move on this day?"""
