package dev.lockkeeper.lint;

import dev.lockkeeper.lint.Cases.Posed;
import dev.lockkeeper.lint.Suppressions.Allowed;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.plan.Level;
import dev.lockkeeper.plan.SqlPlaces.Place;
import dev.lockkeeper.target.Statement.Lock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks every rule about every statement, and weighs what it says: the policy's level, the author's suppressions. One a look. */
final class Looking {

    private static final Logger LOG = LoggerFactory.getLogger(Looking.class);

    private static final String ON_THE_WAY_BACK = "On the way back: ";

    /** Whoever reads a finding wants to see which statement it is, not all of a dump. */
    private static final int LONGEST_SHOWN = 10_000;

    private static final Pattern HIDES = Pattern.compile("(prepare|execute|call)\\b", Pattern.CASE_INSENSITIVE);

    private final RuleSet set;
    private final Map<String, Level> levels;
    private final Set<String> ids;
    private final boolean joined;
    private final List<StepFinding> found = new ArrayList<>();
    private final Map<String, Set<String>> usedOfSteps = new LinkedHashMap<>();
    /** Statements inside of blocks that are still looked at. */
    private int inBlocks = Linting.MOST_STATEMENTS;

    /** @param joined whether facts of a target are known */
    Looking(RuleSet set, Map<String, Level> levels, Set<String> ids, boolean joined) {
        this.set = set;
        this.levels = levels;
        this.ids = ids;
        this.joined = joined;
    }

    List<StepFinding> found() {
        return found;
    }

    void look(Posed posed) {
        Parsed statement = posed.subject().statement();
        Suppressions.Found said = Suppressions.in(statement, ids);
        Map<String, String> reasons = new LinkedHashMap<>(posed.piece().allow());
        said.allowed().forEach(one -> reasons.put(one.rule(), one.reason()));
        said.wrong().forEach(wrong -> own(OwnRules.WRONG_SUPPRESSION, posed, wrong));
        Set<String> hit = new HashSet<>();
        if (statement.act() instanceof Act.Unreadable unreadable) {
            unreadable(posed, unreadable, reasons, hit);
        } else {
            rules(posed, reasons, hit);
        }
        usedOfSteps
                .computeIfAbsent(spot(posed.piece()), spot -> new HashSet<>())
                .addAll(hit);
        for (Allowed one : said.allowed()) {
            if (!hit.contains(one.rule())) {
                unused(
                        posed.piece(),
                        statement,
                        posed.piece().places().of(statement.line(), statement.column()),
                        one.rule());
            }
        }
    }

    /** What the steps' own suppressions come to, once all has been looked at. A step's way back counts with it. */
    void ofSteps(List<Piece> pieces) {
        for (Piece piece : pieces) {
            if (piece.kind() == Piece.Kind.WAY_BACK) {
                continue;
            }
            Set<String> used = usedOfSteps.getOrDefault(spot(piece), Set.of());
            for (String rule : piece.allow().keySet()) {
                Place place = piece.places().allow(rule);
                if (!ids.contains(rule)) {
                    add(
                            piece,
                            finding(
                                    OwnRules.WRONG_SUPPRESSION,
                                    place,
                                    "allow: " + rule,
                                    Suppressions.unknown(rule, ids)));
                } else if (!used.contains(rule)) {
                    unused(piece, null, place, rule);
                }
            }
        }
    }

    private static String spot(Piece piece) {
        return piece.phase() + "/" + piece.step();
    }

    private void rules(Posed posed, Map<String, String> reasons, Set<String> hit) {
        Case subject = posed.subject();
        List<LintFinding> here = asked(posed, subject, "", Set.of(), reasons);
        Insides insides = Insides.of(set, subject, inBlocks);
        inBlocks -= insides.all().size();
        Set<String> ofAll = here.stream().map(LintFinding::rule).collect(Collectors.toSet());
        for (Insides.Inside inside : insides.all()) {
            asked(posed, inside.subject(), "In line " + inside.line() + " of the block: ", ofAll, reasons).stream()
                    .filter(finding -> !here.contains(finding))
                    .forEach(here::add);
        }
        if (insides.hides() || here.isEmpty() && hides(subject.statement().act())) {
            unseen(posed, reasons).ifPresent(here::add);
        }
        here.forEach(finding -> {
            if (finding.suppressed() != null) {
                hit.add(finding.rule());
            }
            add(posed.piece(), finding);
        });
    }

    /**
     * @param subject the statement itself, or one inside of it
     * @param where what the messages begin with
     * @param without rules that have said what they have to say
     */
    private List<LintFinding> asked(
            Posed posed, Case subject, String where, Set<String> without, Map<String, String> reasons) {
        List<LintFinding> found = new ArrayList<>();
        Set<String> said = new HashSet<>();
        Lock lock = null;
        for (Rule rule : set.rules()) {
            Level usual = levels.getOrDefault(rule.id(), rule.usual());
            if (usual == Level.OFF || without.contains(rule.id())) {
                continue;
            }
            for (Remark remark : remarks(rule, subject)) {
                Level level = level(rule, remark);
                if (level != Level.OFF && said.add(rule.id() + "\n" + remark.message())) {
                    lock = lock == null ? Locks.strongest(set, subject) : lock;
                    found.add(finding(posed, rule, level, remark, where, lock, reasons.get(rule.id())));
                }
            }
        }
        return found;
    }

    /** Whether it runs statements that no rule is asked about: of a block that nothing was found in, of the others always. */
    private static boolean hides(Act act) {
        return act instanceof Act.Block
                || act instanceof Act.Other other && HIDES.matcher(other.kind()).lookingAt();
    }

    private Optional<LintFinding> unseen(Posed posed, Map<String, String> reasons) {
        Level level = levels.getOrDefault(OwnRules.UNSEEN.id(), OwnRules.UNSEEN.usual());
        Remark remark = Remark.of("What this runs no rule has looked at, and no lock of it is known: read it.", "");
        return level == Level.OFF
                ? Optional.empty()
                : Optional.of(
                        finding(posed, OwnRules.UNSEEN, level, remark, "", null, reasons.get(OwnRules.UNSEEN.id())));
    }

    private Level level(Rule rule, Remark remark) {
        Level policy = levels.get(rule.id());
        if (policy != null) {
            return remark.level() == Level.OFF ? Level.OFF : policy;
        }
        return remark.level() == null ? rule.usual() : remark.level();
    }

    /** A rule that breaks says nothing of the statement; that is worth a finding too. */
    private static List<Remark> remarks(Rule rule, Case subject) {
        try {
            return rule.look().apply(subject);
        } catch (RuntimeException broken) {
            LOG.error(
                    "The rule {} broke at: {}",
                    rule.id(),
                    shown(subject.statement().text()),
                    broken);
            return List.of(Remark.of(
                    "The rule itself broke (" + broken.getClass().getSimpleName()
                            + "), so it does not know; the server's log has the reason.",
                    ""));
        }
    }

    /** A way back is asked for when something is wrong already: what it locks is told, and nobody is held up for it. */
    private static LintFinding finding(
            Posed posed,
            Rule rule,
            Level level,
            Remark remark,
            String where,
            @Nullable Lock lock,
            @Nullable String reason) {
        Parsed statement = posed.subject().statement();
        boolean back = posed.piece().kind() == Piece.Kind.WAY_BACK;
        Place place = posed.piece().places().of(statement.line(), statement.column());
        return new LintFinding(
                rule.id(),
                back ? Level.ADVISORY : level,
                shown(statement.text()),
                place.line(),
                place.column(),
                (back ? ON_THE_WAY_BACK : "") + where + remark.message(),
                lock,
                remark.saferWay(),
                remark.plan(),
                reason);
    }

    private void unreadable(Posed posed, Act.Unreadable unreadable, Map<String, String> reasons, Set<String> hit) {
        Level level = levels.getOrDefault(OwnRules.UNREADABLE.id(), OwnRules.UNREADABLE.usual());
        if (level == Level.OFF) {
            return;
        }
        String reason = reasons.get(OwnRules.UNREADABLE.id());
        if (reason != null) {
            hit.add(OwnRules.UNREADABLE.id());
        }
        Place place = posed.piece().places().of(unreadable.line(), unreadable.column());
        String why = unreadable.why();
        String message = "This cannot be read: " + why + (why.endsWith(".") ? "" : ".")
                + " No rule has looked at the statement, and no lock is known.";
        add(
                posed.piece(),
                new LintFinding(
                        OwnRules.UNREADABLE.id(),
                        level,
                        shown(posed.subject().statement().text()),
                        place.line(),
                        place.column(),
                        message,
                        null,
                        "",
                        null,
                        reason));
    }

    /** A rule that is off here or knows the target's small table may have something to say elsewhere. */
    private void unused(Piece piece, @Nullable Parsed statement, Place place, String rule) {
        boolean off = levels.get(rule) == Level.OFF;
        if (!off && !joined) {
            String what = statement == null ? "allow: " + rule : shown(statement.text());
            add(
                    piece,
                    finding(
                            OwnRules.UNUSED_SUPPRESSION,
                            place,
                            what,
                            "'" + rule
                                    + "' has nothing against it, so the suppression hides nothing but what comes later."));
        }
    }

    private void own(Rule rule, Posed posed, String message) {
        Parsed statement = posed.subject().statement();
        Place place = posed.piece().places().of(statement.line(), statement.column());
        add(posed.piece(), finding(rule, place, shown(statement.text()), message));
    }

    private LintFinding finding(Rule rule, Place place, String statement, String message) {
        Level level = levels.getOrDefault(rule.id(), rule.usual());
        return new LintFinding(
                rule.id(), level, statement, place.line(), place.column(), message, null, "", null, null);
    }

    private void add(Piece piece, LintFinding finding) {
        if (finding.level() != Level.OFF) {
            found.add(new StepFinding(piece.phase(), piece.step(), finding));
        }
    }

    private static String shown(String statement) {
        return statement.length() <= LONGEST_SHOWN ? statement : statement.substring(0, LONGEST_SHOWN) + " …";
    }
}
