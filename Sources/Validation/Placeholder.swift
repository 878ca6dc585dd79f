enum ValidationPlaceholder {}
