package dev.lockkeeper.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The usual people, made through the API by the first who asks; each has a token, and the password {@link #PASSWORD}. */
public final class People {

    public static final String ADMIN_TOKEN = "test-admin-token-0123456789";
    public static final String PASSWORD = "correct horse battery";

    private static final Map<String, List<String>> ROLES = Map.of(
            "ann", List.of("author"),
            "bob", List.of("approver"),
            "cyd", List.of("operator"),
            "dora", List.of("auditor"),
            "vic", List.of("viewer"));

    private final Api api;
    private final Map<String, Api> known = new LinkedHashMap<>();

    People(Api api) {
        this.api = api;
    }

    /** Every role. */
    public Api admin() {
        return api.as(ADMIN_TOKEN);
    }

    public Api ann() {
        return usual("ann");
    }

    /** The author. */
    public Api author() {
        return ann();
    }

    public Api approver() {
        return usual("bob");
    }

    public Api operator() {
        return usual("cyd");
    }

    public Api auditor() {
        return usual("dora");
    }

    public Api viewer() {
        return usual("vic");
    }

    /** Without a token. */
    public Api nobody() {
        return api.as("");
    }

    private Api usual(String name) {
        return somebody(name, ROLES.get(name).toArray(String[]::new));
    }

    /** A user with those roles ({@code operator@prod}), made when first asked for. */
    public synchronized Api somebody(String username, String... roles) {
        return known.computeIfAbsent(username, name -> {
            admin().post("/users", Map.of("username", name, "password", PASSWORD, "roles", List.of(roles)))
                    .expect(201);
            return api.as(admin().post("/tokens", Map.of("username", name, "name", "test"))
                    .expect(201)
                    .text("/token"));
        });
    }
}
