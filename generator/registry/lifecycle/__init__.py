"""A dossier and a day → status, duties, bars and deadlines. Nothing here is stored; all of it is derived."""
