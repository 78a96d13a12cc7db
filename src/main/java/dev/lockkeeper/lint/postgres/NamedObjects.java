package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Online;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * {@code create}, {@code drop} and {@code alter} of what is no table, and all other statements that the grammar accepts. They are alike
 * from verb to name, so that they are told by their words and not each by a rule of the grammar.
 */
final class NamedObjects {

    private static final Set<String> BEFORE_KIND = Set.of(
            "or",
            "replace",
            "temp",
            "temporary",
            "local",
            "global",
            "unlogged",
            "recursive",
            "trusted",
            "procedural",
            "default");
    private static final Set<String> TWO_WORDS = Set.of(
            "materialized view",
            "event trigger",
            "foreign table",
            "access method",
            "user mapping",
            "operator class",
            "operator family",
            "large object");
    private static final Set<String> THREE_WORDS =
            Set.of("foreign data wrapper", "text search configuration", "text search dictionary");
    /** Their name alone does not say what they are about. */
    private static final Set<String> NOT_NAMED =
            Set.of("cast", "operator", "owned", "user", "role", "group", "transform", "user mapping", "large object");

    private final Wording words;

    NamedObjects(List<Token> tokens) {
        this.words = new Wording(tokens);
    }

    Act act() {
        return switch (words.word(0)) {
            case "create" -> create();
            case "drop" -> drop();
            case "alter" -> alter();
            default -> new Act.Other(first());
        };
    }

    /** The first words, for what nothing tells apart. */
    private String first() {
        return switch (words.word(0)) {
            case "set", "import", "security", "reassign", "rollback", "commit" -> words.word(0) + " " + words.word(1);
            case "prepare" -> words.are(1, "transaction") ? "prepare transaction" : "prepare";
            default -> words.word(0);
        };
    }

    private Act create() {
        int at = 1;
        while (BEFORE_KIND.contains(words.word(at))) {
            at++;
        }
        String kind = kind(at);
        int name = behindExists(at + kind.split(" ").length);
        if (kind.equals("policy") || kind.equals("rule")) {
            return ofTable("create " + kind, name, kind.equals("policy") ? "on" : "to");
        }
        if (NOT_NAMED.contains(kind)) {
            return new Act.Other("create " + kind);
        }
        boolean bound =
                kind.equals("domain") && (words.has("check") || words.has("constraint") || words.are(name + 2, "not"));
        return new Act.Create(bound ? "domain with constraint" : kind, name(name));
    }

    private Act drop() {
        String kind = kind(1);
        int name = behindExists(1 + kind.split(" ").length);
        if (kind.equals("policy") || kind.equals("rule")) {
            return ofTable("drop " + kind, name, "on");
        }
        if (NOT_NAMED.contains(kind)) {
            return new Act.Other("drop " + kind);
        }
        List<ObjectName> names = new ArrayList<>();
        for (int at = name; at > 0 && words.name(at); at = words.findOutside(",", at) + 1) {
            names.add(Source.objectName(words.tokens(), at));
        }
        return new Act.Drop(kind, names, words.word(words.size() - 1).equals("cascade"));
    }

    private Act alter() {
        if (words.are(1, "default", "privileges")) {
            return new Act.Other("alter default privileges");
        }
        String kind = kind(1);
        int name = behindExists(1 + kind.split(" ").length);
        int then = words.behindName(name);
        if (words.opens(then)) {
            then = words.closing(then) + 1;
        }
        ObjectName named = Source.objectName(words.tokens(), name);
        if (words.are(then, "rename", "to")) {
            return new Act.Rename(
                    kind, named, Source.objectName(words.tokens(), then + 2).name());
        }
        if (kind.equals("type") && words.are(then, "add", "value")) {
            return new Act.AddEnumValue(named, text(behindExists(then + 2)));
        }
        if (kind.equals("type") && words.are(then, "rename", "value")) {
            return new Act.RenameEnumValue(named, text(then + 2), text(then + 4));
        }
        if (kind.equals("policy")) {
            return ofTable("alter policy", name, "on");
        }
        String change = words.word(then) + (words.name(then + 1) ? " " + words.word(then + 1) : "");
        return new Act.Other(("alter " + kind + " " + change).strip());
    }

    /** Policies and rules are a change of their table: they wait for it, and it for them. */
    private Act ofTable(String what, int name, String before) {
        int table = words.findOutside(before, name) + 1;
        if (table == 0) {
            return new Act.Other(what);
        }
        Alteration change = new Alteration.Other(
                what + " " + Source.objectName(words.tokens(), name).name());
        return new Act.AlterTable(Source.objectName(words.tokens(), table), List.of(change), Online.UNSAID);
    }

    private String kind(int at) {
        String two = words.word(at) + " " + words.word(at + 1);
        String three = two + " " + words.word(at + 2);
        return THREE_WORDS.contains(three) ? three : TWO_WORDS.contains(two) ? two : words.word(at);
    }

    private int behindExists(int at) {
        if (words.are(at, "if", "not", "exists")) {
            return at + 3;
        }
        return words.are(at, "if", "exists") ? at + 2 : at;
    }

    private @Nullable ObjectName name(int at) {
        return words.name(at) && !words.word(at).equals("authorization") ? Source.objectName(words.tokens(), at) : null;
    }

    private String text(int at) {
        return Source.unquoted(words.at(at).getText());
    }
}
