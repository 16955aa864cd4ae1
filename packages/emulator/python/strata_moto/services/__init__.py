"""Services which moto 5.2.5 does not have at all, answered in front of it.

A service is a class with a `store` of resources by ARN and one method for each operation, named in
snake case. Importing a module registers its service for the names that its requests are signed for.
"""
