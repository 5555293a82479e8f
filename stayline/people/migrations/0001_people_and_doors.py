"""The tables of people: colleagues, teams, doors with their duty lists, customers."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import stayline.people.models.colleagues
import stayline.people.models.doors
import stayline.people.models.names
import stayline.people.models.patterns


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Colleague",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("title", models.CharField(blank=True, max_length=200)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("colleague", "Colleague"),
                            ("lead", "Lead"),
                            ("administrator", "Administrator"),
                        ],
                        default="colleague",
                        max_length=20,
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            max_length=35,
                            validators=[
                                django.core.validators.RegexValidator(
                                    "^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\\Z",
                                    'Write a language as its short tag, for example "en", "de" or "pt-BR".',
                                )
                            ],
                        ),
                        default=stayline.people.models.colleagues.spoken_languages,
                        size=None,
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="Europe/Berlin",
                        max_length=64,
                        validators=[stayline.people.models.names.validate_time_zone],
                    ),
                ),
                (
                    "working_pattern",
                    models.JSONField(
                        default=stayline.people.models.patterns.office_week,
                        validators=[stayline.people.models.patterns.validate_pattern],
                    ),
                ),
                ("cap", models.PositiveIntegerField(blank=True, null=True)),
                ("alias", models.CharField(blank=True, max_length=200)),
                (
                    "photo",
                    models.FileField(
                        blank=True,
                        null=True,
                        upload_to=stayline.people.models.colleagues.photo_path,
                    ),
                ),
                ("end_date", models.DateField(blank=True, null=True)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputy_of",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people_led",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sponsor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sponsored",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successor_of",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                (
                    "language",
                    models.CharField(
                        default="en",
                        max_length=35,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\\Z",
                                'Write a language as its short tag, for example "en", "de" or "pt-BR".',
                            )
                        ],
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        max_length=64,
                        validators=[stayline.people.models.names.validate_time_zone],
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="people.customer",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("mail", "Mail"), ("phone", "Phone"), ("chat", "Chat")],
                        default="mail",
                        max_length=20,
                    ),
                ),
                ("value", models.CharField(max_length=320)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addresses",
                        to="people.customer",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Door",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mail", "Mail"),
                            ("phone", "Phone"),
                            ("chat", "Chat"),
                            ("form", "Form"),
                            ("encounter", "Encounter"),
                            ("api", "API"),
                        ],
                        default="mail",
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("address", models.CharField(max_length=254, unique=True)),
                (
                    "language",
                    models.CharField(
                        default="en",
                        max_length=35,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\\Z",
                                'Write a language as its short tag, for example "en", "de" or "pt-BR".',
                            )
                        ],
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="Europe/Berlin",
                        max_length=64,
                        validators=[stayline.people.models.names.validate_time_zone],
                    ),
                ),
                ("legal_entity", models.CharField(blank=True, max_length=200)),
                ("brand", models.CharField(blank=True, max_length=200)),
                ("greeting", models.TextField(blank=True)),
                ("ring_minutes", models.PositiveIntegerField(default=15)),
                ("offer_minutes", models.PositiveIntegerField(default=30)),
                ("question_days", models.PositiveIntegerField(default=2)),
                ("promise_minutes", models.PositiveIntegerField(default=240)),
                ("promise_longest_days", models.PositiveIntegerField(default=5)),
                ("hold_limit_seconds", models.PositiveIntegerField(default=30)),
                ("callback_minutes", models.PositiveIntegerField(default=15)),
                ("page_days", models.PositiveIntegerField(default=90)),
                (
                    "quiet_hours",
                    models.JSONField(
                        blank=True,
                        null=True,
                        validators=[stayline.people.models.doors.validate_quiet_hours],
                    ),
                ),
                ("is_open", models.BooleanField(default=True)),
                (
                    "fallback",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="doors_behind",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="doors_reviewed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="DutyList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "working_pattern",
                    models.JSONField(
                        default=stayline.people.models.patterns.whole_week,
                        validators=[stayline.people.models.patterns.validate_pattern],
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="Europe/Berlin",
                        max_length=64,
                        validators=[stayline.people.models.names.validate_time_zone],
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "door",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duty_lists",
                        to="people.door",
                    ),
                ),
            ],
            options={
                "ordering": ["door", "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="DutyTurn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                (
                    "colleague",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="turns",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "duty_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="turns",
                        to="people.dutylist",
                    ),
                ),
            ],
            options={
                "ordering": ["duty_list", "position"],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=200)),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="an_organisation_has_a_name",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="customer",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="customers",
                to="people.organisation",
            ),
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "colleague",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="people.team",
                    ),
                ),
            ],
            options={
                "ordering": ["team", "colleague"],
            },
        ),
        migrations.AddField(
            model_name="team",
            name="members",
            field=models.ManyToManyField(
                blank=True,
                related_name="teams",
                through="people.TeamMember",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="colleague",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("email", django.db.models.functions.text.Lower("email")),
                    models.Q(("email", ""), _negated=True),
                ),
                name="a_colleague_has_a_lower_case_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="colleague",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_colleague_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="colleague",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["colleague", "lead", "administrator"])),
                name="a_colleague_has_a_known_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="colleague",
            constraint=models.CheckConstraint(
                condition=models.Q(("manager", models.F("id")), _negated=True),
                name="nobody_is_their_own_manager",
            ),
        ),
        migrations.AddConstraint(
            model_name="colleague",
            constraint=models.CheckConstraint(
                condition=models.Q(("deputy", models.F("id")), _negated=True),
                name="nobody_is_their_own_deputy",
            ),
        ),
        migrations.AddConstraint(
            model_name="colleague",
            constraint=models.CheckConstraint(
                condition=models.Q(("successor", models.F("id")), _negated=True),
                name="nobody_is_their_own_successor",
            ),
        ),
        migrations.AddConstraint(
            model_name="colleague",
            constraint=models.CheckConstraint(
                condition=models.Q(("sponsor", models.F("id")), _negated=True),
                name="nobody_is_their_own_sponsor",
            ),
        ),
        migrations.AddConstraint(
            model_name="colleague",
            constraint=models.CheckConstraint(
                condition=models.Q(("languages__len__gt", 0)), name="a_colleague_speaks_a_language"
            ),
        ),
        migrations.AddConstraint(
            model_name="colleague",
            constraint=models.CheckConstraint(
                condition=models.Q(("time_zone", ""), _negated=True),
                name="a_colleague_lives_in_a_time_zone",
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.UniqueConstraint(
                fields=("kind", "value"), name="an_address_belongs_to_one_customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["mail", "phone", "chat"])),
                name="an_address_has_a_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.CheckConstraint(
                condition=models.Q(("value", ""), _negated=True), name="an_address_says_where"
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "mail"), _negated=True),
                    ("value", django.db.models.functions.text.Lower("value")),
                    _connector="OR",
                ),
                name="a_mail_address_is_lower_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="door",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_door_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="door",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["mail", "phone", "chat", "form", "encounter", "api"])
                ),
                name="a_door_has_a_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="door",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("address", django.db.models.functions.text.Lower("address")),
                    models.Q(("address", ""), _negated=True),
                ),
                name="a_door_has_a_lower_case_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="door",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "mail"), _negated=True),
                    ("address__contains", "@"),
                    _connector="OR",
                ),
                name="a_mail_door_has_a_mail_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="door",
            constraint=models.CheckConstraint(
                condition=models.Q(("language", ""), _negated=True), name="a_door_speaks_a_language"
            ),
        ),
        migrations.AddConstraint(
            model_name="door",
            constraint=models.CheckConstraint(
                condition=models.Q(("time_zone", ""), _negated=True),
                name="a_door_stands_in_a_time_zone",
            ),
        ),
        migrations.AddConstraint(
            model_name="door",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("callback_minutes__gt", 0),
                    ("hold_limit_seconds__gt", 0),
                    ("offer_minutes__gt", 0),
                    ("page_days__gt", 0),
                    ("question_days__gt", 0),
                    ("ring_minutes__gt", 0),
                ),
                name="a_door_gives_everybody_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="door",
            constraint=models.CheckConstraint(
                condition=models.Q(("promise_longest_days__gt", 0), ("promise_minutes__gt", 0)),
                name="a_door_promises_when_somebody_writes",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutylist",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_duty_list_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="dutylist",
            constraint=models.CheckConstraint(
                condition=models.Q(("time_zone", ""), _negated=True),
                name="a_duty_list_keeps_the_hours_of_a_time_zone",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyturn",
            constraint=models.UniqueConstraint(
                fields=("duty_list", "colleague"), name="a_colleague_has_one_turn_in_a_duty_list"
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyturn",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("duty_list", "position"),
                name="a_place_in_a_duty_list_is_taken_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=models.Q(("language", ""), _negated=True),
                name="a_customer_speaks_a_language",
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=models.Q(("time_zone", ""), _negated=True),
                name="a_customer_lives_in_a_time_zone",
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                name="nobody_is_merged_into_themselves",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.UniqueConstraint(
                fields=("team", "colleague"), name="a_colleague_is_in_a_team_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_team_has_a_name"
            ),
        ),
    ]
