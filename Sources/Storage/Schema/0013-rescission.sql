-- A notice asks how its policy was ended.
CREATE INDEX rescission_policy ON rescission (policy, stage);
