enum RTRPlaceholder {}
