package dev.lockkeeper.web;

/** What the editor begins with: a whole migration, small enough to be changed into one's own. */
final class StartingText {
    private StartingText() {}

    static final String TEXT =
            """
            migration: add-users-locale             # a-z 0-9 -, 3 to 80 characters, never reused
            title: Add users.locale and fill it
            engine: postgresql                      # or mysql, for MySQL and MariaDB
            owner: accounts                         # the team
            strategy: expand-contract
            description: |
              Why this is done, and who has to know. Markdown.

            phases:
              - phase: expand
                steps:
                  - addColumn: {table: users, column: locale, type: varchar(20)}
                  - keepInSync:
                      table: users
                      set:
                        locale: lower(coalesce(country, 'en'))

              - phase: backfill
                steps:
                  - backfill:
                      table: users
                      set: sync
                      throttle: {replicaLag: 5s, activeSessions: 40}

              - phase: verify
                steps:
                  - verify: {table: users, same: sync}

              - phase: contract
                gate:
                  soak: 24h
                  approval: required
                  checklist: [The new version is deployed everywhere]
                steps:
                  - setNotNull: {table: users, columns: [locale]}
                  - stopSync: {table: users}
            """;
}
