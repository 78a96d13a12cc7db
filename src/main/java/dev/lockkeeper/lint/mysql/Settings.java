package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.sql.Act;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.ParserRuleContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.OptionTypeContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.OptionValueContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.OptionValueListContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.OptionValueNoOptionTypeContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.SetExprOrDefaultContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.SetSystemVariableContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.SetTransactionContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.SetVariableContext;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a {@code set}. Those of the session have their bare name, those of the server {@code global} or {@code persist}
 * before it, those of the author their {@code @}.
 */
final class Settings {

    private final Written written;

    Settings(Written written) {
        this.written = written;
    }

    List<Act> of(SetVariableContext set) {
        OptionValueListContext list = set.optionValueList();
        List<Act> acts = new ArrayList<>();
        if (list.internalVariableName() != null) {
            acts.add(one(list.optionType(), list.internalVariableName(), list.setExprOrDefault()));
        } else if (list.optionValueNoOptionType() != null) {
            acts.add(one(list.optionValueNoOptionType()));
        }
        for (OptionValueContext value : list.optionValue()) {
            acts.add(
                    value.optionValueNoOptionType() != null
                            ? one(value.optionValueNoOptionType())
                            : one(value.optionType(), value.internalVariableName(), value.setExprOrDefault()));
        }
        return acts;
    }

    Act transaction(SetTransactionContext set) {
        String value = written.words(written.text(set.transactionCharacteristics()));
        String name = scope(set.optionType()) + "transaction";
        return new Act.Set(name, value, set.optionType() == null);
    }

    private Act one(OptionValueNoOptionTypeContext option) {
        if (option.internalVariableName() != null) {
            return one(null, option.internalVariableName(), option.setExprOrDefault());
        }
        if (option.setSystemVariable() != null) {
            SetSystemVariableContext variable = option.setSystemVariable();
            return one(variable.optionType(), variable.internalVariableName(), option.setExprOrDefault());
        }
        if (option.userVariable() != null) {
            return new Act.Set(written.text(option.userVariable()), written.text(option.expr()), false);
        }
        return new Act.Set("names", option.charsetName() == null ? null : written.name(option.charsetName()), false);
    }

    private Act one(@Nullable OptionTypeContext type, ParserRuleContext name, @Nullable SetExprOrDefaultContext value) {
        String text = written.text(value);
        return new Act.Set(
                scope(type) + written.name(name).toLowerCase(Locale.ROOT),
                value == null || text.equalsIgnoreCase("default") ? null : text,
                false);
    }

    private static String scope(@Nullable OptionTypeContext type) {
        String word = type == null ? "" : type.getText().toLowerCase(Locale.ROOT);
        return switch (word) {
            case "global" -> "global ";
            case "persist", "persist_only" -> "persist ";
            default -> "";
        };
    }
}
