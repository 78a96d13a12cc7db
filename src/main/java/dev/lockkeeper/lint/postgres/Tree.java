package dev.lockkeeper.lint.postgres;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Looks for parts in a parse tree. Without recursion: a sum of ten thousand numbers is a tree that deep. */
final class Tree {

    private Tree() {}

    /** In the order of the text, those inside others too. */
    static <T extends ParseTree> List<T> all(@Nullable ParseTree root, Class<T> kind) {
        return all(root, kind, List.of());
    }

    /** As {@link #all(ParseTree, Class)}, without what lies in parts of the kinds {@code without}. */
    static <T extends ParseTree> List<T> all(
            @Nullable ParseTree root, Class<T> kind, List<Class<? extends ParseTree>> without) {
        List<T> found = new ArrayList<>();
        Deque<ParseTree> open = new ArrayDeque<>();
        if (root != null) {
            open.push(root);
        }
        while (!open.isEmpty()) {
            ParseTree node = open.pop();
            if (kind.isInstance(node)) {
                found.add(kind.cast(node));
            }
            if (without.stream().noneMatch(one -> one.isInstance(node))) {
                for (int i = node.getChildCount() - 1; i >= 0; i--) {
                    open.push(node.getChild(i));
                }
            }
        }
        return found;
    }

    static <T extends ParseTree> @Nullable T first(@Nullable ParseTree root, Class<T> kind) {
        List<T> found = all(root, kind);
        return found.isEmpty() ? null : found.getFirst();
    }

    static boolean has(@Nullable ParseTree root, Class<? extends ParseTree> kind) {
        return !all(root, kind).isEmpty();
    }

    /** Whether it lies in a part of that kind. */
    static boolean within(ParseTree node, Class<? extends ParseTree> kind) {
        for (ParseTree at = node.getParent(); at != null; at = at.getParent()) {
            if (kind.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    /** Whether that word stands directly in it. */
    static boolean says(ParseTree node, int token) {
        for (int i = 0; i < node.getChildCount(); i++) {
            if (node.getChild(i) instanceof TerminalNode leaf
                    && leaf.getSymbol().getType() == token) {
                return true;
            }
        }
        return false;
    }
}
