import Testing
import Flight
