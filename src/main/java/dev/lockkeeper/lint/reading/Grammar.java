package dev.lockkeeper.lint.reading;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNConfig;
import org.antlr.v4.runtime.atn.ATNConfigSet;
import org.antlr.v4.runtime.atn.ParserATNSimulator;
import org.antlr.v4.runtime.atn.PredictionContextCache;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.dfa.DFA;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/**
 * A generated parser that reads one statement from its tokens, first in the quick way and, when that fails, in the thorough one. It
 * stops at the first error, and when its time is over.
 *
 * <p>What a generated parser learns from statements is kept for the next ones and would grow for as long as the server runs: here it is
 * thrown away when it has become large, and after a stack overflow, which may have cut a change of it short.
 */
public final class Grammar<P extends Parser> {

    /** States of the automata together. Some 300 bytes and their arcs each; ordinary migrations need a few thousand. */
    private static final int KEPT = 60_000;

    private final ATN atn;
    private final Function<TokenStream, P> parsers;
    private final int most;
    private volatile Learned learned;

    /** @param atn of the generated parser */
    public Grammar(ATN atn, Function<TokenStream, P> parsers) {
        this(atn, parsers, KEPT);
    }

    /** @param most states that are kept from one statement to the next */
    Grammar(ATN atn, Function<TokenStream, P> parsers, int most) {
        this.atn = atn;
        this.parsers = parsers;
        this.most = most;
        this.learned = Learned.nothing(atn);
    }

    /**
     * @param tokens the last of them is the end of the text
     * @param rule of the parser, such as {@code PostgreSQLStatementParser::execute}
     * @throws NotRead with the place where reading ended
     */
    public <T> T read(List<Token> tokens, Function<P, T> rule) {
        long deadline = System.nanoTime() + Limits.STATEMENT_NANOS;
        try {
            try {
                return rule.apply(parser(tokens, PredictionMode.SLL, deadline));
            } catch (ParseCancellationException quick) {
                return rule.apply(parser(tokens, PredictionMode.LL, deadline));
            }
        } catch (ParseCancellationException thorough) {
            throw at(thorough, tokens);
        } catch (StackOverflowError deep) {
            learned = Learned.nothing(atn);
            throw new NotRead(0, -1, "The statement is nested too deeply to be read.");
        } finally {
            if (learned.size() > most) {
                learned = Learned.nothing(atn);
            }
        }
    }

    /** How many states it keeps, for tests of its growth. */
    public int kept() {
        return learned.size();
    }

    private P parser(List<Token> tokens, PredictionMode mode, long deadline) {
        P parser = parsers.apply(new CommonTokenStream(new ListTokenSource(tokens)));
        Learned now = learned;
        parser.setInterpreter(new TimedSimulator(parser, atn, now, deadline));
        parser.getInterpreter().setPredictionMode(mode);
        parser.removeErrorListeners();
        parser.setErrorHandler(new BailErrorStrategy());
        return parser;
    }

    private static NotRead at(ParseCancellationException failure, List<Token> tokens) {
        Token token = failure.getCause() instanceof RecognitionException cause ? cause.getOffendingToken() : null;
        if (token == null) {
            return new NotRead(0, -1, "The statement cannot be read.");
        }
        int number = token.getTokenIndex();
        return token.getType() == Token.EOF
                ? new NotRead(token.getStartIndex(), number, "The statement ends too early for the grammar.")
                : new NotRead(
                        token.getStartIndex(),
                        number,
                        "The grammar does not expect '" + shortened(token.getText()) + "' here.");
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private record Learned(DFA[] automata, PredictionContextCache contexts) {

        static Learned nothing(ATN atn) {
            DFA[] automata = new DFA[atn.getNumberOfDecisions()];
            for (int i = 0; i < automata.length; i++) {
                automata[i] = new DFA(atn.getDecisionState(i), i);
            }
            return new Learned(automata, new PredictionContextCache());
        }

        int size() {
            int size = 0;
            for (DFA automaton : automata) {
                size += automaton.states.size();
            }
            return size;
        }
    }

    /**
     * Looks at the clock while it weighs what a token may mean, which is where the time goes: twenty signs in a row have a million
     * readings.
     */
    private static final class TimedSimulator extends ParserATNSimulator {

        private final long deadline;
        private int steps;

        TimedSimulator(Parser parser, ATN atn, Learned learned, long deadline) {
            super(parser, atn, learned.automata(), learned.contexts());
            this.deadline = deadline;
        }

        @Override
        protected void closure_(
                ATNConfig config,
                ATNConfigSet configs,
                Set<ATNConfig> busy,
                boolean predicates,
                boolean full,
                int depth,
                boolean endIsEmpty) {
            if ((++steps & 63) == 0 && System.nanoTime() - deadline > 0) {
                throw new NotRead(
                        parser.getCurrentToken().getStartIndex(),
                        -1,
                        "The statement takes too long to read: it is too large or too deeply nested.");
            }
            super.closure_(config, configs, busy, predicates, full, depth, endIsEmpty);
        }
    }
}
