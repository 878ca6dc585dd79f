import Testing
import Daemon
