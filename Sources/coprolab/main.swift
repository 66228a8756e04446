print("coprolab")
