enum FlightPlaceholder {}
