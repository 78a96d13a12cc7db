package dev.lockkeeper.cli;

/** Where a server may listen. */
final class Ports {

    private static final int LAST = 65_535;

    private Ports() {}

    /** @return the port, which may be 0 for any that is free */
    static int checked(int port) {
        if (port < 0 || port > LAST) {
            throw new Failures.Usage("There is no port " + port + "; they go from 1 to " + LAST + ".");
        }
        return port;
    }
}
