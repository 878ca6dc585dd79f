enum LaboratoryPlaceholder {}
