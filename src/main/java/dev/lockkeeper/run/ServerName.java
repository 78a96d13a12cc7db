package dev.lockkeeper.run;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * What this server is called in events and records: host and process, so that two servers on one machine differ.
 *
 * @param text for example {@code db-ops-1/4711}
 */
public record ServerName(String text) {

    /** The one this program runs on. */
    public static ServerName ofThisProcess() {
        return new ServerName(host() + "/" + ProcessHandle.current().pid());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "server";
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
