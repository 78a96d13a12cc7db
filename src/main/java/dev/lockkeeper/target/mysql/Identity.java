package dev.lockkeeper.target.mysql;

/**
 * What tells this server and database from a copy that was restored elsewhere. MySQL has a number of its own, made with its data
 * directory; a replica that takes over has another, so that a run does not go on there by itself. MariaDB has none: its {@code
 * server_uid} is of the network card. There it is the host's name, port, number and data directory.
 */
final class Identity {

    private static final String MYSQL = "select concat(@@server_uuid, '/', database())";

    private static final String MARIADB =
            "select concat(@@hostname, ':', @@port, ':', @@server_id, ':', @@datadir, '/', database())";

    private Identity() {}

    static String of(Asking asking) {
        return asking.first("asking for the server's identity", asking.version().mariadb() ? MARIADB : MYSQL)
                .orElse("");
    }
}
