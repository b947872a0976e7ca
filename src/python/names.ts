/** A class name as Airflow names the file of it: `OpenMeteoForecastOperator` → `open_meteo_forecast_operator`, `HTTPHook` → `http_hook`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
