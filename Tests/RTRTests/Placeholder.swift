import Testing
import RTR
