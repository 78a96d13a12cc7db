package dev.lockkeeper.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The rows of the demo's shop. The same each time: every value comes from the number of its row. */
final class DemoData {
    private DemoData() {}

    private static final int CUSTOMERS_PER_THOUSAND_USERS = 50;
    private static final int ORDERS_PER_CUSTOMER = 6;

    /** Names as people type them: most of two words, some of three, single ones, ones with spaces too many, and none. */
    private static final String USERS =
            """
            insert into users (name, email, verification_token, created_at)
            select
                case
                    when i % 1009 = 0 then null
                    when i % 503 = 0 then single[1 + i % array_length(single, 1)]
                    when i % 211 = 0 then '  ' || first || '   ' || last || ' '
                    when i % 13 = 0 then first || ' ' || middle[1 + i / 13 % array_length(middle, 1)] || ' ' || last
                    else first || ' ' || last
                end,
                lower(first || '.' || last || i || '@example.com'),
                case when i % 5 = 0 then md5('token ' || i) end,
                timestamptz '2026-01-01 00:00:00Z' - i * interval '37 seconds'
            from (
                select i, (array['Ada', 'Alan', 'Barbara', 'Chen', 'Dennis', 'Edsger', 'Fatima', 'Grace', 'Hedy', 'Ines', 'Jamal',
                        'Katherine', 'Linus', 'Margaret', 'Niklaus', 'Olga', 'Radia', 'Shafi', 'Tim', 'Zoë'])[1 + i * 7 % 20] as first,
                    (array['Lovelace', 'Turing', 'Liskov', 'Wu', 'Ritchie', 'Dijkstra', 'Khan', 'Hopper', 'Lamarr', 'Moreau', 'Diallo',
                        'Johnson', 'Berg', 'Hamilton', 'Wirth', 'Ladyzhenskaya', 'Perlman', 'Goldwasser', 'Lee', 'O''Neill',
                        'van der Berg', 'Müller', 'Sato'])[1 + i * 11 % 23] as last,
                    array['Prince', 'Björk', 'Sukarno', 'Teller'] as single,
                    array['Jane', 'Maria', 'de la', 'K.', 'Lee'] as middle
                from generate_series(1, :users) as i
            ) as people
            """;

    private static final String CUSTOMERS =
            """
            insert into customers (name, created_at)
            select 'Customer ' || i, timestamptz '2026-01-01 00:00:00Z' - i * interval '11 minutes' from generate_series(1, :customers) as i
            """;

    /** A few customers order much, most a little, and every seventh nothing. */
    private static final String ORDERS =
            """
            insert into orders (customer_id, amount, placed_at)
            select c, round((10 + abs(hashint8(i)::bigint) % 20000 / 100.0)::numeric, 2), timestamptz '2026-01-01 00:00:00Z' - i * interval '3 minutes'
            from (select i, 1 + floor(power(abs(hashint8(i * 31)::bigint) % 100000 / 100000.0, 3) * :customers)::bigint as c from generate_series(1, :orders) as i) as numbers
            where c % 7 <> 0
            """;

    /** Does nothing when the tables are there. */
    static void fill(Connection connection, int users) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            try (var found = statement.executeQuery("select to_regclass('users') is not null")) {
                if (found.next() && found.getBoolean(1)) {
                    return;
                }
            }
            int customers = Math.max(1, users / 1000 * CUSTOMERS_PER_THOUSAND_USERS);
            connection.setAutoCommit(false);
            statement.execute(schema("users"));
            statement.execute(schema("customers"));
            for (String rows : List.of(USERS, CUSTOMERS, ORDERS)) {
                statement.execute(rows.replace(":users", String.valueOf(users))
                        .replace(":customers", String.valueOf(customers))
                        .replace(":orders", String.valueOf(customers * ORDERS_PER_CUSTOMER)));
            }
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("vacuum (analyze) users, customers, orders");
        }
    }

    /** The tables that the examples start from, from the same files that the tests read. */
    static String schema(String name) throws IOException {
        try (InputStream file = DemoData.class.getResourceAsStream("/examples/schema/" + name + ".sql")) {
            if (file == null) {
                throw new IOException("the tables of the examples are not in the program");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
