/** What is flagged in shipped code and stays so, each with what is really wrong there. A new one is not explained here. */
export const EXPLAINED: { readonly [place: string]: string } = {
  'amazon/aws/operators/sagemaker.py SageMakerConditionOperator':
    '`condition_type` is in template_fields, and the constructor compares it with its allowed values: a template there is refused when the DAG is parsed.',
  'amazon/aws/operators/sagemaker_unified_studio.py SageMakerNotebookOperator':
    'It defers to `execute_complete`, which neither it nor BaseOperator has: with deferrable=True the task fails when the trigger fires.',
};
