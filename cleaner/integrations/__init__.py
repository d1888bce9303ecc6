"""The same cleaning inside other people's engines. Each module imports its library; nothing here prints."""
