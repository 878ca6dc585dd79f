enum RPKIObjectsPlaceholder {}
