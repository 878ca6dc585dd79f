import Testing
import RPKIObjects
