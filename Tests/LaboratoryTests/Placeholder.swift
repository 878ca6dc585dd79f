import Testing
import Laboratory
