"""How long msc takes, beside what the machine and the templates take by themselves."""
