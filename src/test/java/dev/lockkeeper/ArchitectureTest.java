package dev.lockkeeper;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The arrows between the modules, and the names. */
class ArchitectureTest {

    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.lockkeeper");

    @Test
    void modulesUseOnlyThoseThatTheyDeclare() {
        ApplicationModules.of(Lockkeeper.class).verify();
    }

    @Test
    void nobodyUsesTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.lockkeeper.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.lockkeeper.engine..")
                .check(PROGRAM);
    }

    @Test
    void plansKnowNeitherSpringNorConnections() {
        DescribedPredicate<JavaClass> springOrSql = resideInAPackage("org.springframework..")
                .and(DescribedPredicate.not(
                        nameMatching("org\\.springframework\\.modulith\\.ApplicationModule(\\$.*)?")))
                .or(resideInAPackage("java.sql.."))
                .or(resideInAPackage("javax.sql.."));
        noClasses()
                .that()
                .resideInAPackage("dev.lockkeeper.plan..")
                .should()
                .dependOnClassesThat(springOrSql)
                .check(PROGRAM);
    }

    @Test
    void onlyTheApiAndThePagesKnowTheWeb() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.lockkeeper.plan..",
                        "dev.lockkeeper.audit..",
                        "dev.lockkeeper.catalog..",
                        "dev.lockkeeper.target..",
                        "dev.lockkeeper.check..",
                        "dev.lockkeeper.run..",
                        "dev.lockkeeper.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.web..", "jakarta.servlet..")
                .check(PROGRAM);
    }

    @Test
    void noNameSaysNothing() {
        classes()
                .should(com.tngtech.archunit.lang.conditions.ArchConditions.not(
                        com.tngtech.archunit.lang.conditions.ArchConditions.haveNameMatching(
                                ".*(Manager|Helper|Util|Utils|Impl)|.*[.$](Base|Abstract)[A-Z].*")))
                .check(PROGRAM);
    }

    /** The first password and a start that failed have to be seen whatever the log is set to. */
    @Test
    void onlyTheCommandLineAndTheStartPrint() {
        Set<String> packages = Set.of("dev.lockkeeper", "dev.lockkeeper.cli");
        Set<String> types = Set.of("dev.lockkeeper.security.Bootstrap", "dev.lockkeeper.store.StartFailures");
        List<String> others = PROGRAM.stream()
                .filter(type -> !packages.contains(type.getPackageName()) && !types.contains(type.getName()))
                .filter(ArchitectureTest::prints)
                .map(JavaClass::getName)
                .toList();

        assertThat(others).isEmpty();
    }

    private static boolean prints(JavaClass type) {
        return type.getFieldAccessesFromSelf().stream()
                .filter(access -> access.getTargetOwner().isEquivalentTo(System.class))
                .anyMatch(access -> Set.of("out", "err").contains(access.getName()));
    }

    @Test
    void mostTypesStayInTheirPackage() {
        List<JavaClass> top = PROGRAM.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .toList();
        long open = top.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .count();

        System.out.printf(
                "Types seen only in their package: %d of %d (%d %%)%n",
                top.size() - open, top.size(), 100 * (top.size() - open) / top.size());
        assertThat(open).isPositive().isLessThan(top.size());
    }
}
