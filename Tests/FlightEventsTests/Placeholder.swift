import Testing
import FlightEvents
