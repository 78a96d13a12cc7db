package dev.lockkeeper.target;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.TargetStore.Secret;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The registered databases. */
@Component
public class Targets {

    /** So much of the store's identity as tells two apart in a list of sessions. */
    private static final int OWNER_SHOWN = 8;

    private final TargetStore store;
    private final Credentials credentials;
    private final Passwords passwords;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final Map<Engine, Dialect> dialects = new EnumMap<>(Engine.class);

    Targets(
            TargetStore store,
            Credentials credentials,
            Passwords passwords,
            AuditLog audit,
            TransactionTemplate transaction,
            List<Dialect> dialects) {
        this.store = store;
        this.credentials = credentials;
        this.passwords = passwords;
        this.audit = audit;
        this.transaction = transaction;
        dialects.forEach(dialect -> this.dialects.put(dialect.engine(), dialect));
    }

    /** @throws Failure {@code invalid} with every finding, {@code not-yet}, {@code already-exists}, {@code forbidden} (needs admin) */
    public Target register(TargetSpec spec, Person by) {
        requireAdminSomewhere(by);
        Target target = new Registration(spec, this::known, passwords).fresh();
        by.require(Role.ADMIN, target.environment(), target.team());
        requireMayRefer(spec.passwordFrom(), by);
        Secret secret = secret(target.name(), spec);
        return in(() -> {
            if (!store.insert(target, secret)) {
                throw new Failure(
                        Code.ALREADY_EXISTS,
                        "There is a target '" + target.name() + "' already. Nothing was changed.",
                        "Choose another name, or change the one that is there.");
            }
            audit.record(by.actor(), "target.register", subject(target), null, TargetRecord.of(target), null);
            return store.find(target.name()).orElseThrow();
        });
    }

    /**
     * Changes what the spec names. The name and the engine never change; an empty team takes it away from its team.
     *
     * @throws Failure {@code not-found}, {@code invalid} with every finding, {@code not-yet}, {@code forbidden} (needs admin, where it
     *     is and where it goes)
     */
    public Target update(String name, TargetSpec change, Person by) {
        Target updated = in(() -> {
            Target before = owned(name, by);
            Target after = new Registration(change, this::known, passwords).changed(before);
            by.require(Role.ADMIN, after.environment(), after.team());
            requirePasswordForAnotherAddress(before, after, change);
            boolean sentElsewhere = elsewhere(before, after) && change.password() == null;
            requireMayRefer(sentElsewhere ? after.passwordFrom() : change.passwordFrom(), by);
            Secret secret = secret(name, change);
            changed(store.update(after, secret), name);
            Target stored = store.find(name).orElseThrow();
            audit.record(
                    by.actor(),
                    "target.update",
                    subject(before),
                    TargetRecord.of(before),
                    TargetRecord.of(stored, secret.cipher() != null),
                    null);
            return stored;
        });
        dialect(updated.engine()).forget(updated);
        return updated;
    }

    /** A password that is kept must not be sent to a server it was not given for. */
    private static void requirePasswordForAnotherAddress(Target before, Target after, TargetSpec change) {
        if (elsewhere(before, after) && after.passwordFrom() == null && change.password() == null) {
            throw new Failure(
                    Code.INVALID,
                    "Another address, replica or login needs its password again. Nothing was changed.",
                    "Send 'password' or 'passwordFrom' together with the new 'url', 'replicas' or 'username'.",
                    List.of(new Failure.Problem(
                            0, 0, "password", "another address, replica or login needs its password again")));
        }
    }

    /** A new replica is such an address too: its lag is read there, with the same login. */
    private static boolean elsewhere(Target before, Target after) {
        return !before.url().equals(after.url())
                || !before.username().equals(after.username())
                || !known(before).containsAll(after.replicas());
    }

    private static Set<String> known(Target target) {
        Set<String> known = new HashSet<>(target.replicas());
        known.add(target.url());
        return known;
    }

    /**
     * What a reference names belongs to the whole server, and is sent to the address that stands beside it: an admin of one team could
     * have any variable and any small file sent to a server of their own.
     */
    private static void requireMayRefer(@Nullable String passwordFrom, Person by) {
        if (passwordFrom != null && !by.may(Role.ADMIN, null, null)) {
            throw new Failure(
                    Code.FORBIDDEN,
                    "'passwordFrom' names a secret of the server itself, so it needs the role admin for everything. Nothing was"
                            + " changed.",
                    "Give a password, or ask an admin of the whole server.",
                    List.of(new Failure.Problem(
                            0,
                            0,
                            "passwordFrom",
                            "needs the role admin for everything: it names a secret of the server itself")));
        }
    }

    /** Takes it off the list and forgets its password; its runs stay. @throws Failure {@code in-use} while a run is active on it */
    public void remove(String name, Person by) {
        Target removed = in(() -> {
            Target target = owned(name, by);
            store.activeRun(name).ifPresent(run -> {
                throw new Failure(
                        Code.IN_USE,
                        "Run " + run + " is active on target '" + name + "'. Nothing was changed.",
                        "Let the run end, cancel it or roll it back, then remove the target.");
            });
            changed(store.remove(target.id()), name);
            audit.record(by.actor(), "target.remove", subject(target), TargetRecord.of(target), null, null);
            return target;
        });
        known(removed.engine()).ifPresent(dialect -> dialect.forget(removed));
    }

    /** Those that the person may see, by name. */
    public List<Target> list(Person by) {
        return store.all().stream()
                .filter(target -> by.sees(target.environment(), target.team()))
                .toList();
    }

    /** The first of those that the person may see, by name. @param part of the name or of the address */
    public List<Target> named(String part, int limit, Person by) {
        return store.named(part, target -> by.sees(target.environment(), target.team()), limit);
    }

    /** Empty also for what the person may not see. */
    public Optional<Target> find(String name, Person by) {
        return store.find(name).filter(target -> by.sees(target.environment(), target.team()));
    }

    /** @throws Failure {@code not-found}, also for what the person may not see */
    public Target get(String name, Person by) {
        return visible(store.find(name), name, by);
    }

    /** For the engine. */
    public Optional<Target> find(String name) {
        return store.find(name);
    }

    /** Whether there is such a target and the person may not see it; a removed one hides nothing. */
    public boolean hidden(String name, Person by) {
        return store.find(name)
                .filter(target -> !by.sees(target.environment(), target.team()))
                .isPresent();
    }

    /** Connects and asks; a target that is down is an answer, not a failure. */
    public Probe probe(String name, Person by) {
        Target target = get(name, by);
        try (TargetSession session = open(target, "lockkeeper probe")) {
            return session.probe();
        } catch (Failure failure) {
            return new Probe(false, null, null, false, List.of(), List.of(), failure.message(), failure.advice());
        }
    }

    /**
     * Asks a short question through one of the few sessions that are kept for pages and programs.
     *
     * @throws Failure {@code not-found}, and what opening or the question throws
     */
    public <T> T ask(String name, Person by, Function<TargetSession, T> question) {
        Target target = get(name, by);
        try (TargetSession session = dialect(target.engine()).borrow(credentials.of(target))) {
            return question.apply(session);
        }
    }

    /** For the engine and the checks. The caller closes it. */
    public TargetSession open(Target target, String application) {
        return dialect(target.engine()).open(credentials.of(target), application);
    }

    /**
     * For the engine: a session that carries the run's name and ours, because another Lockkeeper with the same target has runs of the
     * same numbers. The caller closes it.
     *
     * @param part of the run that has it: {@code phase}, {@code lane 2}
     */
    public TargetSession open(Target target, long run, String part) {
        TargetAccess access = credentials.of(target);
        return dialect(target.engine()).open(access, "lockkeeper run " + run + " " + part + mark(access));
    }

    /** How the names of our sessions end, so that those of another Lockkeeper on the same target are told from them. */
    public String mark(Target target) {
        return mark(credentials.of(target));
    }

    private static String mark(TargetAccess access) {
        String owner = access.owner();
        return " of " + owner.substring(0, Math.min(OWNER_SHOWN, owner.length()));
    }

    /**
     * For the engine: a session on one of the target's replicas, with the same login. The caller closes it.
     *
     * @param replica one of the target's addresses of replicas
     */
    public TargetSession openReplica(Target target, String replica, long run) {
        TargetAccess access = credentials.of(target);
        TargetAccess there = new TargetAccess(target.at(replica), access.password(), access.owner());
        return dialect(target.engine()).open(there, "lockkeeper run " + run + " replica" + mark(access));
    }

    /** For the checks: the same under another name, of no run. The caller closes it. */
    public TargetSession openReplica(Target target, String replica, String application) {
        TargetAccess access = credentials.of(target);
        TargetAccess there = new TargetAccess(target.at(replica), access.password(), access.owner());
        return dialect(target.engine()).open(there, application);
    }

    /** @throws Failure {@code not-yet} for an engine without a dialect */
    public Dialect dialect(Engine engine) {
        return known(engine)
                .orElseThrow(() -> new Failure(
                        Code.NOT_YET,
                        "Databases of engine " + engine.wire() + " cannot be worked on yet.",
                        "Use one of: "
                                + String.join(
                                        ", ",
                                        dialects.keySet().stream()
                                                .map(Engine::wire)
                                                .toList()) + "."));
    }

    private Optional<Dialect> known(Engine engine) {
        return Optional.ofNullable(dialects.get(engine));
    }

    private Secret secret(String name, TargetSpec spec) {
        String password = spec.password();
        return password == null
                ? new Secret(null, spec.passwordFrom())
                : new Secret(credentials.encrypt(name, password), null);
    }

    /** Locks the target for a change by its admin. */
    private Target owned(String name, Person by) {
        Target target = visible(store.lock(name), name, by);
        by.require(Role.ADMIN, target.environment(), target.team());
        return target;
    }

    private static Target visible(Optional<Target> found, String name, Person by) {
        return found.filter(target -> by.sees(target.environment(), target.team()))
                .orElseThrow(() -> Failure.notFound("target", name));
    }

    /** Findings are for those who may register at all; where exactly is asked once the environment is known. */
    private static void requireAdminSomewhere(Person by) {
        if (!by.mayAnywhere(Role.ADMIN)) {
            by.require(Role.ADMIN, null, null);
        }
    }

    private static void changed(boolean one, String name) {
        if (!one) {
            throw Failure.notFound("target", name);
        }
    }

    private static String subject(Target target) {
        return "target:" + target.name();
    }

    private <T> T in(Supplier<T> work) {
        T result = transaction.execute(status -> work.get());
        return Objects.requireNonNull(result);
    }
}
