"""IAM, enforced: what moto 5.2.5 leaves out (conditions, permission boundaries, session policies, resources, passed roles).

Only credentials that the emulator itself gave out are limited: those of a user's access key or of a role that was taken
on. Any other key is the administrator's, as it is without all this.
"""
